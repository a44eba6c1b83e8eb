"""Language models behind one thin protocol: providers, endpoints, embedded weights, and recordings of their calls."""
