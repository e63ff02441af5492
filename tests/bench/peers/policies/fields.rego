# Rules of W1 (README.md), the direct way: one pass over the components for each rule.
package bench

violations contains [c["bom-ref"], 0] if {
	some c in input.components
	not c.supplier.name != ""
}

violations contains [c["bom-ref"], 1] if {
	some c in input.components
	not c.name != ""
}

violations contains [c["bom-ref"], 2] if {
	some c in input.components
	not c.version != ""
}

violations contains [c["bom-ref"], 3] if {
	some c in input.components
	not c.purl != ""
	not c.cpe != ""
}

# The product itself.
violations contains [c["bom-ref"], 0] if {
	c := input.metadata.component
	not c.supplier.name != ""
}

violations contains [c["bom-ref"], 1] if {
	c := input.metadata.component
	not c.name != ""
}

violations contains [c["bom-ref"], 2] if {
	c := input.metadata.component
	not c.version != ""
}

violations contains [c["bom-ref"], 3] if {
	c := input.metadata.component
	not c.purl != ""
	not c.cpe != ""
}
