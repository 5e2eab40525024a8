import CEdit
import Glibc
import Interp
import Synchronization

/// A line typed at a terminal, through libedit's native API. The only file that imports it.
///
/// libedit handles no signal itself: the shell's handlers write to a pipe, and the function that reads a character waits for
/// both the keyboard and the pipe, so that Ctrl-C, a resize and `fg` are dealt with in between keys.
@safe final class LineEditor {
  enum Line: Equatable {
    case text(String)
    /// Ctrl-C.
    case interrupted
    /// Ctrl-D on an empty line.
    case end
    /// The terminal went away: nothing can be typed or shown any more.
    case hungUp
  }

  /// What Tab does: candidates for the text before the cursor.
  struct Candidates {
    /// How many characters before the cursor a candidate replaces.
    var replaced: Int
    var words: [String]
    var suffix: String
  }

  var complete: (_ beforeCursor: String) -> Candidates = { _ in Candidates(replaced: 0, words: [], suffix: "") }
  /// Called after a resize.
  var resized: () -> Void = {}
  private let editor: OpaquePointer
  private let history: OpaquePointer
  /// Ctrl-C was pressed while the line was typed.
  private var wasInterrupted = false
  private var isGone = false
  /// Bytes that were typed while the terminal was in line mode, where the kernel keeps a Ctrl-D as a NUL.
  private var typedAhead: Int32 = 0
  /// Bytes read to see what follows a tab, and not handed on yet.
  private var readAhead: [UInt8] = []
  /// libedit keeps the address between redraws.
  private var prompt: UnsafeMutablePointer<CChar>
  private var promptWidth = 0

  /// nil where the terminal cannot be edited on.
  init?(program: String, readsEditrc: Bool = true) {
    Self.chooseLocale()
    if Terminal.environment("TERM") == nil { unsafe setenv("TERM", "dumb", 1) }
    guard let editor = unsafe nn_el_init(program), let history = unsafe history_init() else { return nil }
    unsafe (self.editor, self.history) = unsafe (editor, history)
    unsafe prompt = unsafe strdup("")
    unsafe nn_el_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    unsafe nn_el_set_int(editor, EL_SIGNAL, 0)
    unsafe nn_el_set_getc(editor) { editor, character in unsafe LineEditor.character(editor, character) }
    unsafe nn_el_set_prompt(editor, { editor in unsafe LineEditor.of(editor).prompt }, 1)
    unsafe nn_history_size(history, History.limit)
    unsafe nn_history_unique(history)
    unsafe nn_el_set_history(editor, history)
    bindKeys(readsEditrc)
  }

  deinit {
    unsafe el_end(editor)
    unsafe history_end(history)
    unsafe free(prompt)
  }

  /// Our keys first, then the user's ~/.editrc, then Tab, which must stay.
  private func bindKeys(_ readsEditrc: Bool) {
    unsafe nn_el_set_text(editor, EL_EDITOR, "emacs")
    unsafe nn_el_add_function(editor, "nn-complete", "complete the word") { editor, _ in unsafe LineEditor.of(editor).tab() }
    let keys = [
      ("^R", "em-inc-search-prev"), ("^W", "ed-delete-prev-word"), ("\u{1B}[1;5C", "em-next-word"), ("\u{1B}[1;5D", "ed-prev-word"),
      ("\u{1B}[H", "ed-move-to-beg"), ("\u{1B}[F", "ed-move-to-end"), ("\u{1B}[1~", "ed-move-to-beg"), ("\u{1B}[4~", "ed-move-to-end"),
      ("\u{1B}[3~", "ed-delete-next-char"),
    ]
    for (key, function) in keys { unsafe nn_el_bind(editor, key, function) }
    if readsEditrc { unsafe el_source(editor, nil) }
    unsafe nn_el_bind(editor, "^I", "nn-complete")
  }

  /// Without a UTF-8 locale libedit drops every letter beyond ASCII.
  private static func chooseLocale() {
    unsafe setlocale(LC_CTYPE, "")
    let codeset = unsafe String(cString: nl_langinfo(Int32(CODESET)))
    if codeset != "UTF-8" { unsafe setlocale(LC_CTYPE, "C.UTF-8") }
  }

  // MARK: Reading

  /// `promptText` with its colour in it, escapes between \1.
  func readLine(_ promptText: String) -> Line {
    unsafe free(prompt)
    unsafe prompt = unsafe strdup(promptText)
    // Between \1 stand escapes, which take no room.
    let visible = promptText.split(separator: "\u{1}", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 0 }
    promptWidth = TextWidth.columns(visible.map(\.element).joined())
    Signals.interrupt.clear()
    Signals.isEditing.store(true, ordering: .relaxed)
    defer {
      Signals.isEditing.store(false, ordering: .relaxed)
      Signals.interrupt.clear()
    }
    // What arrived while a statement ran is no answer to this prompt; a resize still counts.
    while let signal = Signals.next() {
      if signal == SIGWINCH { unsafe el_resize(editor) }
    }
    // libedit would show the prompt first and leave the terminal's line mode after it.
    unsafe nn_el_set_int(editor, EL_PREP_TERM, 1)
    _ = unsafe ioctl(0, UInt(FIONREAD), &typedAhead)
    var count: Int32 = 0
    errno = 0
    let line = unsafe el_gets(editor, &count)
    let failure = errno
    // Ctrl-C within a search ends it as an end of input would: what counts is that it was pressed.
    if wasInterrupted || count < 0 && failure == EINTR {
      wasInterrupted = false
      unsafe el_reset(editor)
      return .interrupted
    }
    if isGone { return .hungUp }
    guard let line = unsafe line, count > 0 else { return .end }
    // The buffer is libedit's: copied before any other call.
    let bytes = unsafe UnsafeRawBufferPointer(start: line, count: strlen(line))
    var text = unsafe String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return .text(text)
  }

  /// Adds a line to what Up and Ctrl-R find.
  func remember(_ line: String) {
    unsafe nn_history_enter(history, line)
  }

  private static func of(_ editor: OpaquePointer?) -> LineEditor {
    unsafe Unmanaged<LineEditor>.fromOpaque(nn_el_get_client(editor)!).takeUnretainedValue()
  }

  // MARK: Keys

  private enum Key {
    case byte(UInt8)
    case interrupted
    /// No byte will come any more.
    case gone
  }

  /// What libedit calls for a character: 1 with one, 0 where none will come, -1 with errno EINTR for Ctrl-C.
  private static func character(_ editor: OpaquePointer?, _ character: UnsafeMutablePointer<wchar_t>?) -> Int32 {
    let line = unsafe of(editor)
    var state = mbstate_t()
    while true {
      switch line.nextKey() {
      case .gone:
        line.isGone = true
        return 0
      case .interrupted:
        line.wasInterrupted = true
        line.readAhead = []
        errno = EINTR
        return -1
      case .byte(let byte):
        var byte = CChar(bitPattern: byte)
        switch unsafe mbrtowc(character, &byte, 1, &state) {
        case -2: continue
        case -1:
          // No UTF-8: the byte is dropped.
          state = mbstate_t()
          continue
        default: return 1
        }
      }
    }
  }

  /// Waits for the keyboard and for signals.
  private func nextKey() -> Key {
    while true {
      var next = readAhead.isEmpty ? nil : readAhead.removeFirst()
      if next == nil {
        var events = [pollfd(fd: 0, events: Int16(POLLIN), revents: 0), pollfd(fd: Signals.pipe, events: Int16(POLLIN), revents: 0)]
        if unsafe poll(&events, 2, -1) < 0, errno != EINTR { return .gone }
        if let signal = Signals.next() {
          if signal == SIGINT { return .interrupted }
          answer(signal)
          continue
        }
        guard events[0].revents != 0 else { continue }
        switch readByte() {
        case .byte(let byte): next = byte
        case .interrupted: continue
        case let other: return other
        }
      }
      guard let byte = next else { continue }
      return .byte(byte == Self.tabKey && isPasted() ? UInt8(ascii: " ") : byte)
    }
  }

  /// One byte of the terminal, which is known to be readable.
  private func readByte() -> Key {
    var byte: UInt8 = 0
    let count = unsafe read(0, &byte, 1)
    if count <= 0 { return count < 0 && (errno == EINTR || errno == EAGAIN) ? .interrupted : .gone }
    if typedAhead > 0 {
      typedAhead -= 1
      if byte == 0 { byte = 4 }
    }
    return .byte(byte)
  }

  private static let tabKey: UInt8 = 9
  /// Milliseconds in which a person who pressed Tab presses nothing else, and a paste goes on.
  private static let pause: Int32 = 40

  /// Whether the tab that was just read was pasted: text or a line's end follows it at once, after further tabs perhaps. Then it is a blank,
  /// as it is in a file; a person's Tab completes.
  private func isPasted() -> Bool {
    while true {
      if let next = readAhead.first(where: { $0 != Self.tabKey }) { return next >= 32 && next != 127 || next == 10 || next == 13 }
      var event = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&event, 1, Self.pause) > 0, case .byte(let byte) = readByte() else { return false }
      readAhead.append(byte)
    }
  }

  private func answer(_ signal: Int32) {
    if signal == SIGWINCH {
      clearLine()
      unsafe el_resize(editor)
      resized()
    } else {
      // After `fg`: 1 alone does nothing, the terminal counts as prepared.
      unsafe nn_el_set_int(editor, EL_PREP_TERM, 0)
      unsafe nn_el_set_int(editor, EL_PREP_TERM, 1)
    }
    unsafe nn_el_set_none(editor, EL_REFRESH)
  }

  /// Takes the line off the screen, from its prompt on: after a resize libedit draws all of it anew where the cursor stands. A terminal has
  /// wrapped the old one at its new width by then.
  private func clearLine() {
    if Terminal.environment("TERM") == "dumb" { return unsafe nn_write_out("\n") }
    let info = unsafe el_line(editor).pointee
    guard let start = unsafe info.buffer, let cursor = unsafe info.cursor else { return }
    let before = unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: cursor - start), as: UTF8.self)
    let rows = (promptWidth + TextWidth.columns(before)) / max(1, Terminal.width)
    unsafe nn_write_out("\r" + (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\u{1B}[J")
  }

  // MARK: Tab

  private func tab() -> UInt8 {
    let info = unsafe el_line(editor).pointee
    guard let start = unsafe info.buffer, let cursor = unsafe info.cursor else { return UInt8(CC_ERROR) }
    let before = unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: cursor - start), as: UTF8.self)
    let candidates = complete(before)
    let typed = String(before.suffix(candidates.replaced))
    guard let first = candidates.words.first else { return UInt8(CC_REFRESH_BEEP) }
    let common = candidates.words.dropFirst().reduce(first) { String(zip($0, $1).prefix { $0 == $1 }.map(\.0)) }
    let isSole = candidates.words.count == 1
    let replacement = isSole ? first + candidates.suffix : common
    // A candidate goes on with what is typed, perhaps behind a quote.
    if isSole || common.count > typed.count {
      unsafe el_deletestr(editor, Int32(typed.unicodeScalars.count))
      guard unsafe el_insertstr(editor, replacement) == 0 else { return UInt8(CC_ERROR) }
      return UInt8(CC_REFRESH)
    }
    unsafe nn_write_out("\n" + CandidateColumns.text(candidates.words, width: Terminal.width))
    return UInt8(CC_REDISPLAY)
  }
}
