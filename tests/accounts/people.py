PHONE = "19900000001"
PASSWORD = "redflag-demo"
