plugin = Common inventory
