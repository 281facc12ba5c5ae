# An organization in Lanyard, kept in Terraform by Docker's own provider. docs/terraform.md says how to run it.

terraform {
  required_providers {
    docker = {
      source  = "docker/docker"
      version = "~> 0.6"
    }
  }
}

# Settings come from the environment: DOCKER_HUB_HOST, DOCKER_USERNAME and DOCKER_PASSWORD.
provider "docker" {}

variable "organization" {
  description = "The organization. Create it on the page Organizations; you must be an owner."
  type        = string
}

variable "people" {
  description = "Who belongs to the organization, by account name or e-mail address. Each of them accepts an invitation."
  type        = set(string)
  default     = []
}

variable "builders" {
  description = "Members who build: names of accounts that accepted already."
  type        = set(string)
  default     = []
}

resource "docker_org_member" "people" {
  for_each  = var.people
  org_name  = var.organization
  user_name = strcontains(each.value, "@") ? null : each.value
  email     = strcontains(each.value, "@") ? each.value : null
  role      = "member"
}

resource "docker_org_team" "builders" {
  org_name         = var.organization
  team_name        = "builders"
  team_description = "Builds and pushes the images"
}

resource "docker_org_team_member" "builders" {
  for_each  = var.builders
  org_name  = docker_org_team.builders.org_name
  team_name = docker_org_team.builders.team_name
  user_name = each.value

  # Whoever is removed from the organization leaves its teams, too: Terraform has to take people out of teams first.
  depends_on = [docker_org_member.people]
}

resource "docker_hub_repository" "app" {
  namespace        = var.organization
  name             = "app"
  description      = "The app"
  full_description = "Built from the main branch.\nAsk the builders."
  private          = true
}

resource "docker_hub_repository_team_permission" "builders" {
  repo_id    = docker_hub_repository.app.id
  team_id    = docker_org_team.builders.id
  permission = "write"
}

# For CI: pushes to one repository, and does nothing else.
resource "docker_org_access_token" "ci" {
  org_name    = var.organization
  label       = "ci"
  description = "Pushes the app"
  expires_at  = "2029-12-31T23:59:59Z"
  resources = [
    {
      type   = "TYPE_REPO"
      path   = docker_hub_repository.app.id
      scopes = ["scope-image-push"]
    }
  ]
}

# For an auditor's program: reads members, teams and the audit log, and changes nothing.
resource "docker_org_access_token" "auditor" {
  org_name    = var.organization
  label       = "auditor"
  description = "Reads who belongs to the organization, and its audit log"
  expires_at  = "2029-12-31T23:59:59Z"
  resources = [
    {
      type   = "TYPE_ORG"
      path   = var.organization
      scopes = ["scope-member-read", "scope-group-read", "scope-activity-read"]
    }
  ]
}

output "ci_token" {
  description = "Shown once by Lanyard; Terraform keeps it in its state, so keep the state secret."
  value       = docker_org_access_token.ci.token
  sensitive   = true
}
