import CEdit
import Glibc
import Interp
import Synchronization

/// Reads a line that is typed at a terminal, through the native interface of libedit. Only this file imports libedit.
///
/// libedit handles no signal itself. The handlers of the shell write to a pipe. The function that reads a character waits for the keyboard and for
/// the pipe. So Ctrl-C, a resize and `fg` are handled between keys.
@safe final class LineEditor {
  /// The result of `readLine`.
  enum Line: Equatable {
    case text(String)
    /// Ctrl-C was pressed.
    case interrupted
    /// Ctrl-D was pressed on an empty line.
    case end
    /// The terminal was closed, so nothing can be typed or shown any more.
    case hungUp
  }

  /// The candidates for the text before the cursor.
  struct Candidates {
    /// The number of characters before the cursor that a candidate replaces.
    var replaced: Int
    var words: [String]
    /// The text after a sole candidate.
    var suffix: String
  }

  /// Returns the candidates for Tab.
  var complete: (_ beforeCursor: String) -> Candidates = { _ in Candidates(replaced: 0, words: [], suffix: "") }
  /// Called after a resize.
  var resized: () -> Void = {}
  private let editor: OpaquePointer
  private let history: OpaquePointer
  /// Whether Ctrl-C was pressed while the line was typed.
  private var wasInterrupted = false
  /// Whether the terminal was closed.
  private var isGone = false
  /// The number of bytes that were typed while the terminal was in line mode. The kernel keeps a Ctrl-D among them as a NUL.
  private var typedAhead: Int32 = 0
  /// Bytes that were read to see what follows a tab, and that libedit has not received yet.
  private var readAhead: [UInt8] = []
  /// The prompt. libedit keeps its address between redraws.
  private var prompt: UnsafeMutablePointer<CChar>
  private var promptWidth = 0

  /// Starts the editor. It is nil where the terminal does not allow editing.
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

  /// Binds the keys of the shell, then those of the user's ~/.editrc, then Tab, which the user cannot change.
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

  /// Chooses a UTF-8 locale, because without one libedit drops every character beyond ASCII.
  private static func chooseLocale() {
    unsafe setlocale(LC_CTYPE, "")
    let codeset = unsafe String(cString: nl_langinfo(Int32(CODESET)))
    if codeset != "UTF-8" { unsafe setlocale(LC_CTYPE, "C.UTF-8") }
  }

  // MARK: Reading

  /// Reads one line.
  /// - Parameter promptText: the prompt. Escapes for colours stand between \1 characters.
  func readLine(_ promptText: String) -> Line {
    unsafe free(prompt)
    unsafe prompt = unsafe strdup(promptText)
    // The escapes between \1 characters take no columns.
    let visible = promptText.split(separator: "\u{1}", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 0 }
    promptWidth = TextWidth.columns(visible.map(\.element).joined())
    Signals.interrupt.clear()
    Signals.isEditing.store(true, ordering: .relaxed)
    defer {
      Signals.isEditing.store(false, ordering: .relaxed)
      Signals.interrupt.clear()
    }
    // Signals that came while a statement ran do not belong to this line. Only a resize is handled.
    while let signal = Signals.next() {
      if signal == SIGWINCH { unsafe el_resize(editor) }
    }
    // The terminal leaves its line mode here, because libedit would do so only after it shows the prompt.
    unsafe nn_el_set_int(editor, EL_PREP_TERM, 1)
    _ = unsafe ioctl(0, UInt(FIONREAD), &typedAhead)
    var count: Int32 = 0
    errno = 0
    let line = unsafe el_gets(editor, &count)
    let failure = errno
    // Ctrl-C in a search ends the line as the end of input does, so the flag decides.
    if wasInterrupted || count < 0 && failure == EINTR {
      wasInterrupted = false
      unsafe el_reset(editor)
      return .interrupted
    }
    if isGone { return .hungUp }
    guard let line = unsafe line, count > 0 else { return .end }
    // The buffer belongs to libedit, so it is copied before any other call.
    let bytes = unsafe UnsafeRawBufferPointer(start: line, count: strlen(line))
    var text = unsafe String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("\n") { text.removeLast() }
    return .text(text)
  }

  /// Adds a line to those that Up and Ctrl-R find.
  func remember(_ line: String) {
    unsafe nn_history_enter(history, line)
  }

  private static func of(_ editor: OpaquePointer?) -> LineEditor {
    unsafe Unmanaged<LineEditor>.fromOpaque(nn_el_get_client(editor)!).takeUnretainedValue()
  }

  // MARK: Keys

  /// The result of waiting for a key.
  private enum Key {
    case byte(UInt8)
    case interrupted
    /// The terminal gives no more bytes.
    case gone
  }

  /// libedit calls this function for a character. It returns 1 with a character, 0 where none will come, and -1 with errno EINTR after Ctrl-C.
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
          // The byte is not valid UTF-8, so it is dropped.
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

  /// Reads one byte from the terminal, which must be readable.
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
  /// The milliseconds after a tab in which a paste goes on, but a person presses no other key.
  private static let pause: Int32 = 40

  /// Whether the tab that was just read was pasted. Text or the end of a line then follows at once, perhaps after more tabs. A pasted tab counts as a
  /// blank, as it does in a file. A tab that a person types completes the word.
  private func isPasted() -> Bool {
    while true {
      if let next = readAhead.first(where: { $0 != Self.tabKey }) { return next >= 32 && next != 127 || next == 10 || next == 13 }
      var event = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&event, 1, Self.pause) > 0, case .byte(let byte) = readByte() else { return false }
      readAhead.append(byte)
    }
  }

  /// Redraws the line after a resize or `fg`.
  private func answer(_ signal: Int32) {
    if signal == SIGWINCH {
      clearLine()
      unsafe el_resize(editor)
      resized()
    } else {
      // After `fg`, libedit believes that the terminal is prepared. So 0 must come before 1.
      unsafe nn_el_set_int(editor, EL_PREP_TERM, 0)
      unsafe nn_el_set_int(editor, EL_PREP_TERM, 1)
    }
    unsafe nn_el_set_none(editor, EL_REFRESH)
  }

  /// Removes the line and its prompt from the screen. After a resize, libedit draws all of it again at the cursor. The terminal has already wrapped
  /// the old line at its new width.
  private func clearLine() {
    if Terminal.environment("TERM") == "dumb" { return unsafe nn_write_out("\n") }
    let info = unsafe el_line(editor).pointee
    guard let start = unsafe info.buffer, let cursor = unsafe info.cursor else { return }
    let before = unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: cursor - start), as: UTF8.self)
    let rows = (promptWidth + TextWidth.columns(before)) / max(1, Terminal.width)
    unsafe nn_write_out("\r" + (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\u{1B}[J")
  }

  // MARK: Tab

  /// Completes the word before the cursor, or lists the candidates.
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
    // A candidate replaces the typed text, which may begin with a quote.
    if isSole || common.count > typed.count {
      unsafe el_deletestr(editor, Int32(typed.unicodeScalars.count))
      guard unsafe el_insertstr(editor, replacement) == 0 else { return UInt8(CC_ERROR) }
      return UInt8(CC_REFRESH)
    }
    unsafe nn_write_out("\n" + CandidateColumns.text(candidates.words, width: Terminal.width))
    return UInt8(CC_REDISPLAY)
  }
}
