"""Who is blocked without being on a list: holdings, rules of three authorities, chains."""
