# The prints of R for make_prints.py: Rscript make_prints.R FOLDER
args <- commandArgs(TRUE)
for (k in c("G", "Z", "V", "S", "W", "C", "B")) {
  a <- as.matrix(read.csv(file.path(args[1], paste0(k, ".csv")), header = FALSE))
  dimnames(a) <- NULL
  out <- function(form, f) { sink(file.path(args[1], paste0("r-", form, "-", k, ".txt"))); f(); sink() }
  out("matrix", function() print(a))
  out("digits3", function() print(a, digits = 3))
  out("list", function() print(setNames(list(matrix(1:4, 2), a), c("aa", k))))
  out("dputlist", function() dput(setNames(list(matrix(1:4, 2), a), c("aa", k))))
  out("dputframe", function() dput(as.data.frame(a)))
  out("frame", function() print(as.data.frame(a)))
  b <- a
  dimnames(b) <- list(unit = paste0("u", 1:nrow(a)), input = paste0("x", 1:ncol(a)))
  out("dimnames", function() print(b))
  out("csv", function() write.csv(a))
  out("table", function() write.table(a))
  if (nrow(a) == 1 || ncol(a) == 1) {
    x <- as.vector(a)
    out("vector", function() print(x))
    out("dputvector", function() dput(x))
    names(x) <- paste0("u", seq_along(x))
    out("namedvector", function() print(x))
  }
}
