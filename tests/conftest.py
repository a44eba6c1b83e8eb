from hypothesis import settings

# The jail forks and machines of CI are busy: a deadline per example would only measure the neighbours.
settings.register_profile("resyn", deadline=None)
settings.load_profile("resyn")
