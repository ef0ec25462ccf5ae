"""Models of operations of sagemaker."""
