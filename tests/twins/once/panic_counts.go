// A panic counts as done.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var once sync.Once
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		once.Do(func() { panic("failed") })
	}()
	once.Do(func() { fmt.Println("not reached") })
	fmt.Println("end")
}
