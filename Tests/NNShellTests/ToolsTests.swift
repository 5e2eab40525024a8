import Foundation
import TestSupport
import Testing

@testable import NNShell

/// The scripts of `tools`. Fake programs take the place of swift and apt-get and note how they are called.
@Suite struct ToolsTests {
  private let home: TemporaryFolder
  private let root = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }.path

  init() throws {
    home = try TemporaryFolder()
    // The PATH has only this folder.
    try FileManager.default.createDirectory(atPath: home.path + "/bin", withIntermediateDirectories: true)
    for tool in ["sh", "sed", "cat", "env", "find", "touch", "mktemp", "ln", "readlink", "nice", "rm", "dirname", "mkdir", "tr"] {
      try FileManager.default.createSymbolicLink(atPath: home.path + "/bin/" + tool, withDestinationPath: "/usr/bin/" + tool)
    }
    try fake("swift", "exit 0")
    try fake("id", "echo 0")
    // The file `installed` lists the installed packages, and the fake apt-get adds to it.
    try fake("dpkg-query", "cat '\(home.path)/installed' 2>/dev/null; exit 0")
    try fake(
      "apt-get", "echo \"apt-get $*\" >>'\(home.path)/calls'; case $1 in install) shift; for p; do echo \"ii  $p \" >>'\(home.path)/installed'; done ;; esac")
  }

  private func fake(_ name: String, _ body: String) throws {
    try home.write("bin/" + name, "#!/bin/sh\n\(body)\n")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: home.path + "/bin/" + name)
  }

  private func run(_ script: String, arguments: [String] = [], folder: String? = nil, _ more: [String: String] = [:]) throws -> Program.Result {
    try Program.run(
      [script] + arguments, environment: ["PATH": home.path + "/bin", "TMPDIR": home.path].merging(more) { $1 }, folder: folder, executable: "/bin/sh")
  }

  private func setUp() throws -> Program.Result { try run(root + "/tools/setup.sh") }

  @Test func setUpDoesNothingTwice() throws {
    try home.write("installed", "ii  git \nii  make \n")
    let first = try setUp()
    #expect(first.status == 0 && first.output.isEmpty && first.errors.hasPrefix("nnshell: installing "))
    let calls = home.read("calls").split(separator: "\n")
    try #require(calls.count == 2)
    #expect(calls[0] == "apt-get update" && calls[1].hasPrefix("apt-get install -y --no-install-recommends "))
    let packages = calls[1].split(separator: " ").dropFirst(4)
    #expect(
      packages.contains("libedit-dev") && packages.contains("libopenblas-dev") && packages.contains("libzip-dev") && packages.contains("libmatio-dev")
        && packages.contains("libhdf5-dev") && packages.contains("pkg-config"))
    #expect(!packages.contains("git") && !packages.contains("make"))
    let second = try setUp()
    #expect(second.status == 0 && second.output.isEmpty && second.errors.isEmpty)
    #expect(home.read("calls").split(separator: "\n").count == 2)
  }

  @Test func setUpWithoutRights() throws {
    try fake("id", "echo 1000")
    let alone = try setUp()
    #expect(alone.status == 1 && alone.errors.contains("install them as root: apt-get update && apt-get install ") && home.read("calls").isEmpty)
    try fake("sudo", "echo sudo >>'\(home.path)/calls'; exec \"$@\"")
    #expect(try setUp().status == 0)
    #expect(home.read("calls").hasPrefix("sudo\napt-get update\nsudo\napt-get install "))
  }

  /// A package that is half installed counts as missing.
  @Test func setUpOfHalfInstalledPackages() throws {
    _ = try setUp()
    try home.write("installed", home.read("installed").replacingOccurrences(of: "ii  libedit-dev", with: "iU  libedit-dev"))
    #expect(try setUp().errors.contains("nnshell: installing libedit-dev\n"))
    #expect(home.read("calls").contains("--no-install-recommends libedit-dev\n"))
  }

  @Test func setUpElsewhere() throws {
    try FileManager.default.removeItem(atPath: home.path + "/bin/apt-get")
    #expect(try setUp().errors.contains("there is no apt-get"))
    try FileManager.default.removeItem(atPath: home.path + "/bin/dpkg-query")
    let other = try setUp()
    #expect(other.status == 1 && other.errors.contains("this is no Debian") && other.errors.contains("libedit, OpenBLAS, libzip, zlib, libmatio, HDF5"))
    try FileManager.default.removeItem(atPath: home.path + "/bin/swift")
    let bare = try setUp()
    #expect(bare.status == 1 && bare.errors.contains("Swift is not on the PATH") && bare.errors.contains("swift.org/install"))
  }

  @Test func buildDoesNothingTwice() throws {
    let tree = home.path + "/tree"
    try home.write("tree/tools/build.sh", try String(contentsOfFile: root + "/tools/build.sh", encoding: .utf8))
    try home.write("tree/Package.swift", "")
    try home.write("tree/Sources/a.swift", "")
    try fake(
      "swift",
      "echo \"swift $*\" >>'\(home.path)/calls'; out=.build/programs/release; mkdir -p $out; for p; do :; done; printf '#!/bin/sh\\n' >$out/$p; /bin/chmod 755 $out/$p"
    )
    let first = try run(tree + "/tools/build.sh")
    #expect(first.status == 0 && first.output.isEmpty && first.errors.contains("nnshell: building"))
    #expect(home.read("calls").contains("--scratch-path .build/programs --product nnshell\n") && home.read("calls").contains("--product nnshell-arrays\n"))
    let second = try run(tree + "/tools/build.sh")
    #expect(second.status == 0 && second.errors.isEmpty)
    #expect(home.read("calls").split(separator: "\n").count == 2)
    // Both programs must be there.
    try FileManager.default.removeItem(atPath: tree + "/.build/release/nnshell-arrays")
    #expect(try run(tree + "/tools/build.sh").errors.contains("nnshell: building"))
    // A link to the programs of a plain `swift build` is replaced, and they do not count.
    #expect(try run(tree + "/tools/build.sh").errors.isEmpty)
    try home.write("tree/.build/other/nnshell", "")
    try FileManager.default.removeItem(atPath: tree + "/.build/release")
    try FileManager.default.createSymbolicLink(atPath: tree + "/.build/release", withDestinationPath: "other")
    #expect(try run(tree + "/tools/build.sh").errors.isEmpty)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: tree + "/.build/release") == "programs/release")
    // The tests are built beside the programs. Each build may fail, and its output is shown.
    try fake(
      "swift",
      "case \"$*\" in *\"$(cat '\(home.path)/broken' 2>/dev/null || echo none)\"*) echo \"no $*\"; exit 1 ;; esac; echo \"swift $*\" >>'\(home.path)/calls'; for p; do :; done; case $p in --*) ;; *) printf x >.build/programs/release/$p ;; esac"
    )
    #expect(try run(tree + "/tools/build.sh", arguments: ["--tests"]).status == 0)
    #expect(home.read("calls").contains("swift build --build-tests\n") && home.read("calls").contains("--product Fuzz\n"))
    for part in ["--build-tests", "--product nnshell", "--product Fuzz"] {
      try home.write("broken", part)
      let failed = try run(tree + "/tools/build.sh", arguments: ["--tests"])
      #expect(failed.status == 1 && failed.errors.contains(part), "\(part): \(failed)")
    }
    // A newer source starts a new build, and the compiler's output is shown.
    try FileManager.default.setAttributes([.modificationDate: Date().addingTimeInterval(10)], ofItemAtPath: tree + "/Sources/a.swift")
    try fake("swift", "echo broken; exit 1")
    let failed = try run(tree + "/tools/build.sh")
    #expect(failed.status == 1 && failed.errors.contains("broken"))
  }

  /// tools/package.sh prints only the path of the package. Where a step fails it leaves no package and no other file. Here fakes stand for Debian's tools.
  @Test func package() throws {
    let tree = home.path + "/tree"
    for file in ["tools/package.sh", "LICENSE"] { try home.write("tree/" + file, try String(contentsOfFile: root + "/" + file, encoding: .utf8)) }
    for file in ["README.md", "CHANGELOG.md", "docs/a.md", "scripts/01.nns"] { try home.write("tree/" + file, "text\n") }
    for tool in ["setup", "build"] {
      try home.write("tree/tools/\(tool).sh", "#!/bin/sh\necho \(tool)\n")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tree + "/tools/\(tool).sh")
    }
    try home.write("help.txt", Options.usage)
    for program in ["nnshell", "nnshell-arrays"] {
      try fake(program, "case $1 in --version) echo nnshell 1.2.3 ;; *) cat '\(home.path)/help.txt' ;; esac")
      try FileManager.default.createDirectory(atPath: tree + "/.build/release", withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: home.path + "/bin/" + program, toPath: tree + "/.build/release/" + program)
    }
    for tool in ["strip", "objcopy", "dpkg-shlibdeps"] { try fake(tool, "exit 0") }
    try fake("dpkg", "echo amd64")
    try fake("dpkg-gencontrol", "cp debian/control stage/DEBIAN/control")
    try fake("dpkg-deb", "for p; do stage=$last; last=$p; done; (cd $stage && find . | sort) >$last; zcat $stage/usr/share/man/man1/nnshell.1.gz >>$last")
    func make() throws -> Program.Result {
      try run(tree + "/tools/package.sh", ["PATH": home.path + "/bin:/usr/bin:/bin", "GIT_CEILING_DIRECTORIES": home.path])
    }
    func made() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: tree + "/.build/package") }
    let alone = try make()
    #expect(alone.status == 1 && alone.errors.contains("this is no git repository"), "\(alone)")
    let commit = "git init -q && git add README.md docs scripts && git -c user.name=A -c user.email=a@b.org commit -q -m text"
    #expect(try Program.run(["-c", commit], folder: tree, executable: "/bin/sh").status == 0)
    let good = try make()
    #expect(good.status == 0 && good.output == tree + "/.build/package/nnshell_1.2.3_amd64.deb\n", "\(good)")
    #expect(try made() == ["nnshell_1.2.3_amd64.deb"])
    let package = home.read("tree/.build/package/nnshell_1.2.3_amd64.deb")
    for line in [
      "./usr/bin/nnshell-arrays", "./usr/share/doc/nnshell/examples/01.nns", "./usr/share/doc/nnshell/docs/a.md", "./usr/share/doc/nnshell/copyright",
      ".SH ENVIRONMENT", ".B \\-\\-parse\\-only",
    ] { #expect(package.contains("\n\(line)\n"), "\(line)") }
    // The man page needs the form of --help, and the old package stays where a new one fails.
    try home.write("help.txt", "nnshell helps\n")
    let other = try make()
    #expect(other.status == 1 && other.errors.contains("--help no longer has the form"), "\(other)")
    try home.write("help.txt", Options.usage)
    try fake("dpkg-deb", "for p; do last=$p; done; echo half >$last; exit 2")
    #expect(try make().status == 2)
    #expect(try made() == ["nnshell_1.2.3_amd64.deb"] && home.read("tree/.build/package/nnshell_1.2.3_amd64.deb") == package)
  }

  /// tools/check.sh complains where a file breaks a rule. The test breaks each rule once.
  @Test func rules() throws {
    func check() throws -> Program.Result {
      try Program.run([root + "/tools/check.sh"], environment: ["CHECK_ROOT": home.path + "/tree"], executable: "/bin/sh")
    }
    for module in ["Net", "Interp", "NNShell"] { try home.write("tree/Sources/\(module)/Good.swift", "import Glibc\n") }
    try home.write("tree/Sources/Net/Kernels/OpenBLAS.swift", "import COpenBLAS\nlet a = unsafe f()\n")
    let good = try check()
    #expect(good.status == 0 && good.output == "check: all rules hold\n")
    let broken: [(file: String, text: String, says: String)] = [
      ("Net/A.swift", "import Foundation\n", "Sources/Net imports Foundation"), ("Interp/A.swift", "import COpenBLAS\n", "Sources/Interp imports COpenBLAS"),
      ("NNShell/A.swift", "import Net\n", "Sources/NNShell imports Net"), ("Net/B.swift", "import COpenBLAS\n", "COpenBLAS is imported by 2 files"),
      ("Net/C.swift", "let a = unsafe f()\n", "Sources/Net/C.swift is unsafe outside"),
      ("Net/Long.swift", String(repeating: "//\n", count: 501), "Long.swift has 501 lines, over 500"),
    ]
    for item in broken {
      try home.write("tree/Sources/" + item.file, item.text)
      let result = try check()
      #expect(result.status == 1 && result.output.contains("check: ") && result.output.contains(item.says), "\(result.output)")
      try FileManager.default.removeItem(atPath: home.path + "/tree/Sources/" + item.file)
    }
  }

  /// tools/rooms.py accepts the list of the rooms of Interp. It complains where a use is removed from the list, and where a room uses a later one.
  @Test func rooms() throws {
    func rooms(_ list: String) throws -> Program.Result {
      try Program.run(
        [root + "/tools/rooms.py"], environment: [list.isEmpty ? "NOTHING" : "ROOMS_LIST": list, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""],
        executable: "/usr/bin/python3"
      )
    }
    let list = root + "/tools/rooms.txt"
    let good = try rooms("")
    #expect(good.status == 0 && good.output.contains("Syntax (") && good.output.contains("Commands ("), "\(good)")
    let lines = try String(contentsOfFile: list, encoding: .utf8)
    try home.write("without.txt", lines.replacing("Session: Syntax Values Output", with: "Session: Syntax Values"))
    let without = try rooms(home.path + "/without.txt")
    #expect(without.status == 1 && without.output.contains(": Session must not use Output, here "), "\(without)")
    try home.write("upward.txt", lines.replacing("Values: Syntax", with: "Values: Syntax Session"))
    let upward = try rooms(home.path + "/upward.txt")
    #expect(upward.status == 1 && (upward.output + upward.errors).contains("Values may not use Session, which does not stand before it"), "\(upward)")
  }
}
