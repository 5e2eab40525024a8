% The prints of GNU Octave for make_prints.py: octave-cli -q make_prints.m FOLDER
1;
function put(form, k, text)
  global out;
  file = fopen([out "/octave-" form "-" k ".txt"], "w");
  fputs(file, text);
  fclose(file);
end
global out;
out = argv(){end};
for name = {"G", "Z", "V", "S", "W", "C", "B"}
  k = name{1};
  a = csvread([out "/" k ".csv"]);
  eval([k " = a;"]);
  format short;
  put("short", k, evalc(k));
  put("two", k, [evalc("zz = [1 2]") evalc(k)]);
  s = struct(k, a, "other", [1 2; 3 4]);
  put("struct", k, evalc("s"));
  format long;
  put("long", k, evalc(k));
  format short g;
  put("shortg", k, evalc(k));
  format short;
  fixed_point_format(true);
  put("factor", k, evalc(k));
  fixed_point_format(false);
  put("mat2str4", k, mat2str(a, 4));
  put("mat2str_float32", k, mat2str(single(a), "class"));
end
