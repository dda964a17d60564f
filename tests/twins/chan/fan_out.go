// Three workers share the jobs; every job is done once.
package main

import "fmt"

func main() {
	jobs, results := make(chan int), make(chan [2]int)
	for w := 1; w <= 3; w++ {
		go func(w int) {
			for j := range jobs {
				results <- [2]int{w, j * 2}
			}
		}(w)
	}
	go func() {
		for j := 1; j <= 9; j++ {
			jobs <- j
		}
		close(jobs)
	}()
	sum := 0
	for i := 0; i < 9; i++ {
		r := <-results
		fmt.Println("worker", r[0], "gives", r[1])
		sum += r[1]
	}
	fmt.Println(sum)
}
