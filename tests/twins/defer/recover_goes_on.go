// After recover the function has returned; its caller goes on.
package main

import "fmt"

func risky(n int) {
	defer func() {
		if v := recover(); v != nil {
			fmt.Println("recovered", v)
		}
	}()
	if n%2 == 1 {
		panic(n)
	}
	fmt.Println("fine", n)
}
func main() {
	for i := 0; i < 4; i++ {
		risky(i)
	}
	fmt.Println("end")
}
