"""Models of sagemaker.describe_hyper_parameter_tuning_job@1.44.8: a module for each flavour and view."""
