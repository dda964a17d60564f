// Five philosophers who take the lower fork first all get to eat.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var forks [5]sync.Mutex
	var wg sync.WaitGroup
	meals := make([]int, 5)
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			low, high := i, (i+1)%5
			if low > high {
				low, high = high, low
			}
			for m := 0; m < 3; m++ {
				forks[low].Lock()
				runtime.Gosched()
				forks[high].Lock()
				meals[i]++
				runtime.Gosched()
				forks[high].Unlock()
				forks[low].Unlock()
			}
		}(i)
	}
	wg.Wait()
	fmt.Println(meals[0], meals[1], meals[2], meals[3], meals[4])
}
