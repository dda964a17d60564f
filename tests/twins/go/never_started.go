// Main ends before the other had a chance.
package main

import "fmt"

func main() {
	go fmt.Println("never")
	fmt.Println("main")
}
