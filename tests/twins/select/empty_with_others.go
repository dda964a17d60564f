// The others go on while main waits for nothing; then all is over.
package main

import "fmt"

func main() {
	for i := 1; i <= 3; i++ {
		go fmt.Println("other", i)
	}
	select {}
}
