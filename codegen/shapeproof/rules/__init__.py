"""Rules: promises across members of a response that no schema can express, as CEL expressions at its structures."""
