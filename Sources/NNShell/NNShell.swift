import Interp

@main
struct NNShell {
  static func main() {
    print("nnshell")
  }
}
