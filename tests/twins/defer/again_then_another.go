// Raised again, then replaced by another, which is raised again too.
package main

func again() { panic(recover()) }
func main() {
	defer again()
	defer func() { panic("other") }()
	defer again()
	panic("boom")
}
