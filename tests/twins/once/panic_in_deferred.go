// What a once calls panics while another panic is under way.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var once sync.Once
	defer func() {
		once.Do(func() { fmt.Println("not called") })
		fmt.Println("finds", recover())
		panic("third")
	}()
	defer func() {
		once.Do(func() { panic("second") })
	}()
	panic("first")
}
