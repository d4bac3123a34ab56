"""What developers run beside the product: gates, catalogues, throwaway databases."""
