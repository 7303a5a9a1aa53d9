# team/name
terraform import automat_stack.preview payments/pr-42
