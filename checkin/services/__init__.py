"""What people come to do: one function for each use case, one transaction around each by the edge."""
