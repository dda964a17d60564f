// A deferred call has deferred calls of its own.
package main

import "fmt"

func main() {
	defer fmt.Println("1")
	defer func() {
		defer fmt.Println("2.1")
		defer func() {
			defer fmt.Println("2.2.1")
			fmt.Println("2.2")
		}()
		fmt.Println("2")
	}()
	defer fmt.Println("3")
}
