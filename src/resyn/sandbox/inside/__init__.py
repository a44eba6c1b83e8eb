"""What runs on the far side of the pipe: standard library only, never imports `resyn`, reads no file once locked down.

`main` is a zygote: it preloads the allowed modules, locks itself up and forks one child per environment and batch. Only
children run untrusted code; the zygote treats all that they leave in the shared page as bytes.
"""
