variable "create" {
  description = "Whether to create the queue"
  type        = bool
  default     = true
}

variable "team" {
  description = "Team that owns the queue"
  type        = string
}

variable "service" {
  description = "Service that the queue is for. Its name is the queue's, and the label `service`"
  type        = string
}

variable "name" {
  description = "Name of the queue, if it is not the service's"
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

variable "fifo" {
  description = "Whether messages keep their order and come once"
  type        = bool
  default     = false
}

variable "module_version" {
  description = "Version of the golden path. Default: the newest that is not deprecated"
  type        = string
  default     = null
}

variable "lifetime" {
  description = "How long the queue may live, such as `14d`. Default: the environment's"
  type        = string
  default     = null
}

variable "deletion_protection" {
  description = "Whether deleting the queue is refused. Default: the environment's"
  type        = bool
  default     = null
}

variable "owner" {
  description = "Who answers for the queue. Default: the team's owner"
  type        = string
  default     = null
}

variable "cost_center" {
  description = "Who pays for the queue. Default: the team's"
  type        = string
  default     = null
}

variable "data_classification" {
  description = "How sensitive the data may be: `public`, `internal`, `confidential` or `restricted`. Default: `internal`"
  type        = string
  default     = null
}

variable "purpose" {
  description = "What the queue is for. Default: a sentence with the service"
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
    content_based_deduplication = optional(bool)
    customer_key                = optional(bool)
    delay_seconds               = optional(number)
    high_throughput             = optional(bool)
    max_receive_count           = optional(number)
    message_retention_hours     = optional(number)
    receive_wait_seconds        = optional(number)
    visibility_timeout_seconds  = optional(number)
  })
  default = null
}

variable "more_inputs" {
  description = "What a golden path of your platform takes beside that, by the names in the catalogue"
  type        = any
  default     = null
}

variable "allow_recreate" {
  description = "Whether to make a new, empty queue if this one expired or was deleted elsewhere"
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
