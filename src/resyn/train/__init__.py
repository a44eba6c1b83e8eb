"""Training: DAPO on an existing trainer, fed by endless questions whose levels may follow the model."""
