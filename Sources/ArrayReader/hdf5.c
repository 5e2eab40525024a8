/* HDF5 files, among them MATLAB's version 7.3 and those of Octave, by libhdf5. */
#include <fcntl.h>
#include <hdf5.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream.h"

enum { NN_MOST_DEPTH = 32, NN_MOST_NAME = 4096 };

/* Where the search is: the groups that were entered, and how objects are opened. */
typedef struct {
  nn_request *request;
  hid_t access;
  unsigned long file;
  haddr_t *groups;
  size_t count, room;
} nn_walk;

/* A set and how its numbers are stored. */
typedef struct {
  hid_t set, type, space;
  int is_turned; /* MATLAB and Octave store an array with its dimensions turned round. */
} nn_set;

static herr_t keep_message(unsigned n, const H5E_error2_t *error, void *text) {
  (void)n;
  if (error->desc && *error->desc) snprintf(text, 200, "%s", error->desc);
  return 0;
}

/* The library's own words for its last error: the deepest message has the cause. */
static const char *cause(void) {
  static char text[200];
  text[0] = 0;
  if (H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, keep_message, text) < 0 || text[0] == 0) return "the HDF5 library gives no reason";
  return text;
}

/* The text of a text attribute with one value; it is empty where there is no such attribute. */
static void attribute(hid_t object, const char *name, char *text, size_t room) {
  text[0] = 0;
  if (H5Aexists(object, name) <= 0) return;
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT), type = attribute < 0 ? -1 : H5Aget_type(attribute);
  hid_t space = attribute < 0 ? -1 : H5Aget_space(attribute);
  if (type >= 0 && space >= 0 && H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) == 0 && H5Sget_simple_extent_npoints(space) == 1) {
    size_t size = H5Tget_size(type);
    if (size > 0 && size < room && H5Aread(attribute, type, text) >= 0) {
      text[size] = 0;
    } else {
      text[0] = 0;
    }
  }
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  if (attribute >= 0) H5Aclose(attribute);
}

/* The value of an attribute with one whole number; -1 where there is none. */
static long long whole(hid_t object, const char *name) {
  long long value = -1;
  if (H5Aexists(object, name) <= 0) return -1;
  hid_t attribute = H5Aopen(object, name, H5P_DEFAULT), type = attribute < 0 ? -1 : H5Aget_type(attribute);
  hid_t space = attribute < 0 ? -1 : H5Aget_space(attribute);
  if (type >= 0 && space >= 0 && H5Tget_class(type) == H5T_INTEGER && H5Sget_simple_extent_npoints(space) == 1)
    if (H5Aread(attribute, H5T_NATIVE_LLONG, &value) < 0) value = -1;
  if (space >= 0) H5Sclose(space);
  if (type >= 0) H5Tclose(type);
  if (attribute >= 0) H5Aclose(attribute);
  return value;
}

/* Why the numbers of a set are not read; NULL where nothing speaks against it. Numbers may lie outside of the file, or need a filter. */
static const char *storage(hid_t set) {
  static char text[200];
  hid_t list = H5Dget_create_plist(set);
  if (list < 0) return "its description is damaged";
  const char *reason = NULL;
  int external = H5Pget_external_count(list), filters = H5Pget_nfilters(list);
  if (H5Pget_layout(list) == H5D_VIRTUAL) reason = "its numbers lie in other sets (a virtual set)";
  if (external != 0) reason = "its numbers lie in another file (external storage)";
  if (filters < 0) reason = "its filters are not understood";
  for (int i = 0; i < filters && !reason; i++) {
    unsigned flags = 0, config = 0;
    size_t count = 0;
    char name[100] = "";
    H5Z_filter_t filter = H5Pget_filter2(list, (unsigned)i, &flags, &count, NULL, sizeof name, name, &config);
    if (filter < 0) {
      reason = "its filters are not understood";
    } else if (H5Zfilter_avail(filter) <= 0 || H5Zget_filter_info(filter, &config) < 0 || !(config & H5Z_FILTER_CONFIG_DECODE_ENABLED)) {
      snprintf(text, sizeof text, "it is compressed with the filter %d %.90s, which is not built in", (int)filter, name);
      reason = text;
    }
  }
  H5Pclose(list);
  return reason;
}

/* Whether a field of a compound is a number that lies within the compound. The library does not check this when it converts a damaged one. */
static int has_number(hid_t type, const char *field) {
  int index = H5Tget_member_index(type, field);
  hid_t member = index < 0 ? -1 : H5Tget_member_type(type, (unsigned)index);
  if (member < 0) return 0;
  H5T_class_t class = H5Tget_class(member);
  size_t size = H5Tget_size(member), whole = H5Tget_size(type), offset = H5Tget_member_offset(type, (unsigned)index);
  H5Tclose(member);
  return (class == H5T_FLOAT || class == H5T_INTEGER) && size > 0 && size <= 8 && size <= whole && offset <= whole - size;
}

/* Whether a compound is one of Octave's ranges: base, limit and increment. */
static int is_range(hid_t type) {
  if (H5Tget_class(type) != H5T_COMPOUND || H5Tget_nmembers(type) < 3 || H5Tget_nmembers(type) > 4) return 0;
  for (int i = 0; i < H5Tget_nmembers(type); i++) {
    char *name = H5Tget_member_name(type, (unsigned)i);
    int fits = name && has_number(type, name);
    H5free_memory(name);
    if (!fits) return 0;
  }
  return H5Tget_member_index(type, "base") >= 0 && H5Tget_member_index(type, "limit") >= 0 && H5Tget_member_index(type, "increment") >= 0;
}

static const char *refused_type(hid_t type) {
  switch (H5Tget_class(type)) {
    case H5T_COMPOUND:
      if (H5Tget_nmembers(type) == 2 && (H5Tget_member_index(type, "r") >= 0 || H5Tget_member_index(type, "real") >= 0)) return "its numbers are complex";
      return "it is a compound of several fields";
    case H5T_REFERENCE: return "it holds references to other objects";
    case H5T_VLEN: return "its rows have different lengths";
    case H5T_OPAQUE: return "its type is opaque bytes";
    case H5T_TIME: return "its type is a time";
    case H5T_BITFIELD: return "its type is a bit field";
    case H5T_ARRAY: return "its entries are arrays";
    default: return "its type is not known";
  }
}

/* Kind and dimensions of a set, as h5py shows them. */
static nn_item described(const nn_set *set) {
  nn_item item = {.kind = 'N', .rank = 0, .reason = NULL};
  H5T_class_t class = H5Tget_class(set->type);
  size_t size = H5Tget_size(set->type);
  if (class == H5T_STRING) {
    item.kind = 'T';
  } else if (class == H5T_ENUM || class == H5T_INTEGER) {
    if (size < 1 || size > 8) return nn_refused("its numbers have more than 64 bits");
  } else if (class == H5T_FLOAT) {
    if (size < 1 || size > 8) return nn_refused("its numbers are long doubles, which have more than 64 bits");
  } else {
    return nn_refused(refused_type(set->type));
  }
  const char *reason = storage(set->set);
  if (reason) return nn_refused(reason);
  H5S_class_t extent = H5Sget_simple_extent_type(set->space);
  if (extent == H5S_NULL) return nn_refused("it is empty");
  hsize_t dims[H5S_MAX_RANK];
  int rank = H5Sget_simple_extent_dims(set->space, dims, NULL);
  if (rank < 0 || rank > NN_MOST_RANK) return nn_refused("its dimensions are not understood");
  item.rank = rank;
  for (int i = 0; i < rank; i++) item.dims[i] = dims[set->is_turned ? rank - 1 - i : i];
  /* MATLAB and Octave have no array with fewer than two dimensions. */
  if (set->is_turned && rank < 2) {
    item.dims[1] = rank == 1 ? item.dims[0] : 1;
    item.dims[0] = 1;
    item.rank = 2;
  }
  return item;
}

/* Reads all numbers of a set as doubles. The caller frees them. */
static double *numbers(const char *name, hid_t set, hid_t type, uint64_t count) {
  /* Numbers are first read in the form of this machine, and then made to doubles in the same place. */
  hid_t base = H5Tget_class(type) == H5T_ENUM ? H5Tget_super(type) : H5Tcopy(type);
  hid_t memory = H5Tget_native_type(type, H5T_DIR_DEFAULT), plain = base < 0 ? -1 : H5Tget_native_type(base, H5T_DIR_DEFAULT);
  if (base < 0 || memory < 0 || plain < 0 || H5Tget_size(memory) > 8 || H5Tget_size(memory) != H5Tget_size(plain)) nn_fail("%.200s: its type is not known", name);
  double *values = nn_allocate(count, sizeof(double));
  if (count > 0 && H5Dread(set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) nn_fail("%.200s cannot be read: %s", name, cause());
  if (count > 0 && H5Tconvert(plain, H5T_NATIVE_DOUBLE, (size_t)count, values, NULL, H5P_DEFAULT) < 0) nn_fail("%.200s cannot be read: %s", name, cause());
  H5Tclose(plain);
  H5Tclose(memory);
  H5Tclose(base);
  return values;
}

static void put_numbers(const char *name, const nn_set *set, const nn_item *item) {
  uint64_t count = nn_count(item);
  double *values = numbers(name, set->set, set->type, count);
  nn_put_item(name, item);
  if (set->is_turned) {
    nn_put_columns(item, values);
  } else {
    nn_begin_doubles(count);
    for (uint64_t i = 0; i < count; i++) nn_put_double(values[i]);
  }
  free(values);
}

static void put_texts(const char *name, const nn_set *set, const nn_item *item) {
  uint64_t count = nn_count(item);
  int varies = H5Tis_variable_str(set->type) > 0;
  size_t size = varies ? sizeof(char *) : H5Tget_size(set->type);
  if (size == 0) nn_fail("%.200s: its type is not known", name);
  char *texts = nn_allocate(count, size);
  hid_t memory = H5Tcopy(set->type);
  if (memory < 0 || (count > 0 && H5Dread(set->set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, texts) < 0)) nn_fail("%.200s cannot be read: %s", name, cause());
  int has_blanks = !varies && H5Tget_strpad(set->type) == H5T_STR_SPACEPAD;
  nn_put_item(name, item);
  nn_begin_texts(count);
  for (uint64_t i = 0; i < count; i++) {
    const char *text = varies ? ((char **)texts)[i] : texts + i * size;
    size_t length = !text ? 0 : varies ? strlen(text) : strnlen(text, size);
    while (has_blanks && length > 0 && text[length - 1] == ' ') length--;
    nn_put_text(text ? text : "", length);
  }
  H5Tclose(memory);
  free(texts);
}

/* Octave stores base:increment:limit as these three numbers. */
static void range(const char *name, const nn_set *set, int reads) {
  static const char *const fields[] = {"base", "limit", "increment"};
  double values[3];
  hid_t memory = H5Tcreate(H5T_COMPOUND, sizeof values);
  if (memory < 0) nn_fail("%.200s: its type is not known", name);
  for (size_t i = 0; i < 3; i++)
    if (H5Tinsert(memory, fields[i], i * sizeof(double), H5T_NATIVE_DOUBLE) < 0) nn_fail("%.200s: its type is not known", name);
  nn_item item = nn_refused("it is a range that is not understood");
  double steps = -1;
  if (storage(set->set) == NULL && H5Sget_simple_extent_npoints(set->space) == 1 && H5Dread(set->set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0)
    /* As in Octave, rounding must not lose the last number. */
    steps = values[2] == 0 ? -1 : (values[1] - values[0]) / values[2] * (1 + 3 * 2.220446049250313e-16);
  H5Tclose(memory);
  if (steps >= 0 && steps < 1e9) {
    item = (nn_item){.kind = 'N', .rank = 2, .dims = {1, (uint64_t)steps + 1}, .reason = NULL};
  }
  nn_put_item(name, &item);
  if (!reads || item.kind != 'N') return;
  nn_begin_doubles(item.dims[1]);
  for (uint64_t i = 0; i < item.dims[1]; i++) {
    double value = values[0] + (double)i * values[2];
    nn_put_double(i + 1 == item.dims[1] && (values[2] > 0 ? value > values[1] : value < values[1]) ? values[1] : value);
  }
}

/* Whether the array is wanted; then `found` is set. */
static int is_wanted(nn_walk *walk, const char *name) {
  if (!walk->request->wanted) return 0;
  walk->request->found = strcmp(walk->request->wanted, name) == 0;
  return walk->request->found;
}

static void take_refused(nn_walk *walk, const char *name, const char *reason) {
  nn_item item = nn_refused(reason);
  if (is_wanted(walk, name) || !walk->request->wanted) nn_put_item(name, &item);
}

/* Lists a set, or reads it where it is the wanted one. */
static void take_set(nn_walk *walk, hid_t id, const char *name, int is_turned) {
  int reads = is_wanted(walk, name);
  if (walk->request->wanted && !reads) return;
  char class[64];
  attribute(id, "MATLAB_class", class, sizeof class);
  nn_set set = {.set = id, .type = H5Dget_type(id), .space = H5Dget_space(id), .is_turned = is_turned || class[0] != 0};
  if (set.type < 0 || set.space < 0) nn_fail("%.200s cannot be read: %s", name, cause());
  if (strcmp(class, "cell") == 0) {
    take_refused(walk, name, "it is a cell array");
  } else if (strcmp(class, "struct") == 0) {
    take_refused(walk, name, "it is a struct");
  } else if (strcmp(class, "char") == 0) {
    take_refused(walk, name, "it is text, which is not read from MATLAB files");
  } else if (whole(id, "MATLAB_empty") > 0) {
    take_refused(walk, name, "it is empty");
  } else if (is_turned && is_range(set.type)) {
    range(name, &set, reads);
  } else {
    nn_item item = described(&set);
    if (!reads || item.kind == 'X') {
      nn_put_item(name, &item);
    } else if (item.kind == 'T') {
      put_texts(name, &set, &item);
    } else {
      put_numbers(name, &set, &item);
    }
  }
  H5Sclose(set.space);
  H5Tclose(set.type);
}

/* One part of a sparse array: a set of numbers in the group. */
static double *part(hid_t group, hid_t access, const char *name, const char *field, uint64_t *count) {
  *count = 0;
  H5L_info_t link;
  if (H5Lexists(group, field, H5P_DEFAULT) <= 0) return nn_allocate(1, sizeof(double));
  if (H5Lget_info(group, field, &link, H5P_DEFAULT) < 0 || link.type != H5L_TYPE_HARD) nn_fail("%.200s: it is damaged", name);
  hid_t id = H5Oopen(group, field, access);
  if (id < 0 || H5Iget_type(id) != H5I_DATASET) nn_fail("%.200s: it is damaged", name);
  nn_set set = {.set = id, .type = H5Dget_type(id), .space = H5Dget_space(id), .is_turned = 0};
  if (set.type < 0 || set.space < 0) nn_fail("%.200s: it is damaged", name);
  nn_item item = described(&set);
  if (item.kind != 'N') nn_fail("%.200s: %s", name, item.reason ? item.reason : "it is damaged");
  *count = nn_count(&item);
  double *values = numbers(name, id, set.type, *count);
  H5Sclose(set.space);
  H5Tclose(set.type);
  H5Oclose(id);
  return values;
}

/* MATLAB's sparse arrays are groups: data, ir (rows) and jc (where each column begins). */
static void take_sparse(nn_walk *walk, hid_t group, const char *name, uint64_t rows) {
  int reads = is_wanted(walk, name);
  if (walk->request->wanted && !reads) return;
  uint64_t columns, count, entries;
  double *starts = part(group, walk->access, name, "jc", &columns);
  if (columns < 1) nn_fail("%.200s: it is damaged", name);
  nn_item item = {.kind = 'N', .rank = 2, .dims = {rows, columns - 1}, .reason = NULL};
  if (reads) {
    double *places = part(group, walk->access, name, "ir", &count), *data = part(group, walk->access, name, "data", &entries);
    double *values = nn_allocate(nn_count(&item), sizeof(double));
    for (uint64_t column = 0; column + 1 < columns; column++) {
      if (!(starts[column] >= 0 && starts[column] <= starts[column + 1] && starts[column + 1] <= (double)count && starts[column + 1] <= (double)entries))
        nn_fail("%.200s: it is damaged", name);
      for (uint64_t i = (uint64_t)starts[column]; i < (uint64_t)starts[column + 1]; i++) {
        if (!(places[i] >= 0 && places[i] < (double)rows)) nn_fail("%.200s: it is damaged", name);
        values[column * rows + (uint64_t)places[i]] = data[i];
      }
    }
    nn_put_item(name, &item);
    nn_put_columns(&item, values);
    free(values);
    free(data);
    free(places);
  } else {
    nn_put_item(name, &item);
  }
  free(starts);
}

static void take_group(nn_walk *walk, hid_t group, const char *name, int depth);

/* Octave's array X is the group X with the set X/value. */
static void take_octave(nn_walk *walk, hid_t group, const char *name) {
  H5L_info_t link;
  hid_t value = -1;
  if (H5Lget_info(group, "value", &link, H5P_DEFAULT) >= 0 && link.type == H5L_TYPE_HARD) value = H5Oopen(group, "value", walk->access);
  char kind[64] = "";
  hid_t type = H5Lexists(group, "type", H5P_DEFAULT) > 0 ? H5Oopen(group, "type", walk->access) : -1;
  if (type >= 0 && H5Iget_type(type) == H5I_DATASET) {
    hid_t text = H5Dget_type(type), space = H5Dget_space(type);
    size_t size = text < 0 ? 0 : H5Tget_size(text);
    int fits = text >= 0 && H5Tget_class(text) == H5T_STRING && H5Tis_variable_str(text) == 0 && size < sizeof kind && space >= 0 &&
               H5Sget_simple_extent_npoints(space) == 1 && storage(type) == NULL;
    if (fits && H5Dread(type, text, H5S_ALL, H5S_ALL, H5P_DEFAULT, kind) < 0) kind[0] = 0;
    if (space >= 0) H5Sclose(space);
    if (text >= 0) H5Tclose(text);
  }
  if (type >= 0) H5Oclose(type);
  if (H5Aexists(group, "OCTAVE_EMPTY_MATRIX") > 0) {
    take_refused(walk, name, "it is empty");
  } else if (strstr(kind, "string") || strstr(kind, "char")) {
    take_refused(walk, name, "it is text, which is not read from Octave files");
  } else if (value < 0 || H5Iget_type(value) != H5I_DATASET) {
    char reason[120];
    snprintf(reason, sizeof reason, "it is Octave's type '%.63s', which is not read", kind);
    take_refused(walk, name, reason);
  } else {
    take_set(walk, value, name, 1);
  }
  if (value >= 0) H5Oclose(value);
}

static void take_object(nn_walk *walk, hid_t id, const char *name, int depth) {
  H5I_type_t type = H5Iget_type(id);
  if (type == H5I_DATASET) {
    take_set(walk, id, name, 0);
  } else if (type == H5I_GROUP) {
    char class[64];
    attribute(id, "MATLAB_class", class, sizeof class);
    long long rows = whole(id, "MATLAB_sparse");
    if (rows >= 0) {
      take_sparse(walk, id, name, (uint64_t)rows);
    } else if (class[0] != 0) {
      take_refused(walk, name, strcmp(class, "struct") == 0 ? "it is a struct" : "it is an object");
    } else if (H5Aexists(id, "OCTAVE_NEW_FORMAT") > 0) {
      take_octave(walk, id, name);
    } else {
      take_group(walk, id, name, depth + 1);
    }
  }
}

typedef struct {
  nn_walk *walk;
  const char *name;
  int depth;
} nn_place;

static herr_t take_link(hid_t group, const char *link, const H5L_info_t *info, void *context) {
  const nn_place *place = context;
  nn_walk *walk = place->walk;
  /* MATLAB keeps the parts of cells and objects in these groups. */
  if (strcmp(link, "#refs#") == 0 || strcmp(link, "#subsystem#") == 0) return 0;
  char name[NN_MOST_NAME];
  int length = snprintf(name, sizeof name, "%s%s%s", place->name, *place->name ? "/" : "", link);
  if (length < 0 || (size_t)length >= sizeof name) nn_fail("a name in the file is too long");
  if (info->type != H5L_TYPE_HARD && info->type != H5L_TYPE_SOFT) {
    take_refused(walk, name, "it is a link to another file, which is not followed");
    return walk->request->found;
  }
  hid_t id = H5Oopen(group, link, walk->access);
  H5O_info_t object;
  if (id < 0 || H5Oget_info2(id, &object, H5O_INFO_BASIC) < 0 || object.fileno != walk->file) {
    take_refused(walk, name, info->type == H5L_TYPE_SOFT ? "it is a link to another file, or to nothing" : "this version of the HDF5 library cannot open it");
  } else {
    take_object(walk, id, name, place->depth);
  }
  if (id >= 0) H5Oclose(id);
  return walk->request->found;
}

static void take_group(nn_walk *walk, hid_t group, const char *name, int depth) {
  H5O_info_t info;
  if (depth > NN_MOST_DEPTH) nn_fail("its groups are more than %d deep", NN_MOST_DEPTH);
  if (H5Oget_info2(group, &info, H5O_INFO_BASIC) < 0) nn_fail("the group %.200s cannot be read: %s", name, cause());
  for (size_t i = 0; i < walk->count; i++)
    if (walk->groups[i] == info.addr) return;
  if (walk->count == walk->room) {
    walk->room = 2 * walk->room + 16;
    haddr_t *larger = realloc(walk->groups, walk->room * sizeof *larger);
    if (!larger) nn_no_memory();
    walk->groups = larger;
  }
  walk->groups[walk->count++] = info.addr;
  nn_place place = {.walk = walk, .name = name, .depth = depth};
  hsize_t next = 0;
  if (H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &next, take_link, &place) < 0)
    nn_fail("the group '%.200s' cannot be read: %s", *name ? name : "/", cause());
}

/* Refuses to open another file. */
static herr_t refuse_file(const char *parent, const char *group, const char *file, const char *object, unsigned *flags, hid_t access, void *data) {
  (void)parent, (void)group, (void)file, (void)object, (void)flags, (void)access, (void)data;
  return -1;
}

/* Opens the file. The library needs the real path. A file without one, such as a file in memory, is given to it as a whole. */
static hid_t opened(const char *path) {
  char real[PATH_MAX];
  struct stat status;
  if (realpath(path, real)) return H5Fopen(real, H5F_ACC_RDONLY, H5P_DEFAULT);
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 || fstat(descriptor, &status) != 0 || status.st_size <= 0) nn_fail("it cannot be opened");
  void *bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, descriptor, 0);
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  if (bytes == MAP_FAILED) nn_no_memory();
  if (access < 0 || H5Pset_fapl_core(access, 1 << 20, 0) < 0) nn_fail("the HDF5 library does not start");
  /* The library copies the bytes. */
  if (H5Pset_file_image(access, bytes, (size_t)status.st_size) < 0) nn_no_memory();
  if (munmap(bytes, (size_t)status.st_size) != 0) nn_fail("it cannot be closed");
  hid_t file = H5Fopen("file in memory", H5F_ACC_RDONLY, access);
  H5Pclose(access);
  close(descriptor);
  return file;
}

void nn_hdf5(nn_request *request) {
  hid_t file = opened(request->path);
  if (file < 0) nn_fail("it cannot be opened as HDF5: %s", cause());
  nn_walk walk = {.request = request, .access = H5Pcreate(H5P_LINK_ACCESS), .file = 0, .groups = NULL, .count = 0, .room = 0};
  if (walk.access < 0 || H5Pset_elink_cb(walk.access, refuse_file, NULL) < 0 || H5Pset_nlinks(walk.access, 8) < 0) nn_fail("the HDF5 library does not start");
  hid_t root = H5Gopen2(file, "/", H5P_DEFAULT);
  H5O_info_t info;
  if (root < 0 || H5Oget_info2(root, &info, H5O_INFO_BASIC) < 0) nn_fail("it cannot be opened as HDF5: %s", cause());
  walk.file = info.fileno;
  take_group(&walk, root, "", 0);
  free(walk.groups);
}
