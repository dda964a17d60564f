// A deferred call that has deferred calls itself can recover.
package main

import "fmt"

func guarded(f func()) {
	defer func() {
		defer fmt.Println("cleaned up")
		fmt.Println("recovered", recover())
	}()
	f()
}
func main() {
	guarded(func() { panic("one") })
	guarded(func() { fmt.Println("fine") })
	fmt.Println("end")
}
