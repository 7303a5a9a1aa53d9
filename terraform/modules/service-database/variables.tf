variable "create" {
  description = "Whether to create the database"
  type        = bool
  default     = true
}

variable "team" {
  description = "Team that owns the database"
  type        = string
}

variable "service" {
  description = "Service that the database is for. Its name is the database's, and the label `service`"
  type        = string
}

variable "name" {
  description = "Name of the database, if it is not the service's"
  type        = string
  default     = null
}

variable "environment" {
  description = "Stage: `dev`, `preview`, `staging` or `prod`"
  type        = string

  validation {
    condition     = contains(["dev", "preview", "staging", "prod"], var.environment)
    error_message = "The environment is dev, preview, staging or prod."
  }
}

variable "engine" {
  description = "Golden path of the database: `postgres`, `mysql`, or one of your platform's"
  type        = string
  default     = "postgres"
}

variable "module_version" {
  description = "Version of the golden path. Default: the newest that is not deprecated"
  type        = string
  default     = null
}

variable "size" {
  description = "Size of the golden path. Default: the environment's"
  type        = string
  default     = null
}

variable "lifetime" {
  description = "How long the database may live, such as `14d`. Default: the environment's"
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether deleting the database is refused. Default: the environment's"
  type        = bool
  default     = null
}

variable "owner" {
  description = "Who answers for the database. Default: the team's owner"
  type        = string
  default     = null
}

variable "cost_center" {
  description = "Who pays for the database. Default: the team's"
  type        = string
  default     = null
}

variable "data_classification" {
  description = "How sensitive the data may be: `public`, `internal`, `confidential` or `restricted`. Default: `internal`"
  type        = string
  default     = null
}

variable "purpose" {
  description = "What the database is for. Default: a sentence with the service"
  type        = string
  default     = null
}

variable "labels" {
  description = "Labels beside `service`"
  type        = map(string)
  default     = {}
}

variable "inputs" {
  description = "What the golden path takes"
  type = object({
    engine_version    = optional(string)
    high_availability = optional(bool)
    storage_gib       = optional(number)
  })
  default = null
}

variable "more_inputs" {
  description = "What a golden path of your platform takes beside that, by the names in the catalogue"
  type        = any
  default     = null
}

variable "allow_data_loss" {
  description = "Whether a change that can not be made in place may replace the database by an empty one"
  type        = bool
  default     = null
}

variable "allow_recreate" {
  description = "Whether to make a new, empty database if this one expired or was deleted elsewhere"
  type        = bool
  default     = null
}

variable "timeouts" {
  description = "How long to wait"
  type = object({
    create = optional(string)
    update = optional(string)
    delete = optional(string)
  })
  default = null
}
