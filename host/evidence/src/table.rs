//! Tables of any origin (CSV, XLSX, JSON, YAML) that become inventories, registers, answer sheets and data registers.
