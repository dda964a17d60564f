// Recover before the panic does not help.
package main

import "fmt"

func main() {
	fmt.Println(recover())
	panic("boom")
}
