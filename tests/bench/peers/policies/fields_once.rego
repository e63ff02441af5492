# Rules of W1 (README.md), the other way: one pass over the components, and a function that decides each rule.
package bench

violations contains [c["bom-ref"], rule] if {
	some c in input.components
	some rule in [0, 1, 2, 3]
	broken(c, rule)
}

violations contains [c["bom-ref"], rule] if {
	c := input.metadata.component
	some rule in [0, 1, 2, 3]
	broken(c, rule)
}

broken(c, 0) if not c.supplier.name != ""

broken(c, 1) if not c.name != ""

broken(c, 2) if not c.version != ""

broken(c, 3) if {
	not c.purl != ""
	not c.cpe != ""
}
