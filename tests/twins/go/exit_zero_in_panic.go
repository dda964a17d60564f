// Exit in a deferred call wins over the panic that runs it.
package main

import (
	"fmt"
	"os"
)

func main() {
	defer fmt.Println("never")
	defer func() {
		fmt.Println("deferred")
		os.Exit(0)
	}()
	panic("not shown")
}
