// Without a panic recover gives nil, wherever it is called.
package main

import "fmt"

func main() {
	fmt.Println("body", recover())
	defer func() { fmt.Println("deferred", recover()) }()
	func() {
		defer func() { fmt.Println("inner", recover()) }()
	}()
}
