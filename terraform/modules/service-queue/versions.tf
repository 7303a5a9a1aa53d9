terraform {
  required_version = ">= 1.10"

  required_providers {
    automat = {
      source  = "automat/automat"
      version = ">= 0.1"
    }
  }
}
