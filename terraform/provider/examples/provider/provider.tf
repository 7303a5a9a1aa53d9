terraform {
  required_providers {
    automat = {
      source = "automat/automat"
    }
  }
}

provider "automat" {
  # endpoint   = "https://automat.example.com"  # or AUTOMAT_URL; http://127.0.0.1:8080 without either
  # token_file = "/run/secrets/automat"         # or AUTOMAT_TOKEN_FILE, or AUTOMAT_TOKEN
  manager = "shop" # who keeps what is made here: a name that stays, such as the repository's
}
