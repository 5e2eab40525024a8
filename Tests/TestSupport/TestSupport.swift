/// Helpers that more than one test target uses.
public enum TestSupport {}
