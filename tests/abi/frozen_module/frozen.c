/* Built against the headers as they were released: calls every function of every table once and
 * answers which did what they promise. */
#include "frozen.h"

#include <stdio.h>
#include <string.h>

const aksis_host* host;
static const aksis_log_1* log_1;
static const aksis_config_1* config;
const aksis_sql_1* sql;
static const aksis_routes_1* routes;
static const aksis_call_1* call_1;
static const aksis_events_1* events;
static const aksis_jobs_1* jobs;
static const aksis_files_1* files;
static const aksis_i18n_1* i18n;
static int changes, deliveries;

aksis_str text(const char* literal) {
  aksis_str out;
  out.data = literal;
  out.size = strlen(literal);
  return out;
}

static int contains(aksis_str in, const char* what) {
  char copy[1024];
  size_t size = in.size < sizeof copy - 1 ? in.size : sizeof copy - 1;
  if (!in.data) return 0;
  memcpy(copy, in.data, size);
  copy[size] = '\0';
  return strstr(copy, what) != NULL;
}

void add(report* to, const char* name, int done) {
  to->size += (size_t)snprintf(to->json + to->size, sizeof to->json - to->size, "%s\"%s\":%s",
                               to->size > 1 ? "," : "", name, done ? "true" : "false");
}

void collect(void* user, aksis_str given) {
  collected* to = (collected*)user;
  to->size = given.size < sizeof to->text - 1 ? given.size : sizeof to->text - 1;
  memcpy(to->text, given.data, to->size);
  to->text[to->size] = '\0';
}

typedef struct transaction {
  report* to;
  int rows;
} transaction;

static aksis_status write_body(aksis_tx* tx, void* user) {
  transaction* t = (transaction*)user;
  aksis_value values[4];
  int64_t changed = 0;
  aksis_status status;
  memset(values, 0, sizeof values);
  values[0].type = AKSIS_TEXT;
  values[0].bytes = text("caf\xc3\xa9");
  values[1].type = AKSIS_INTEGER;
  values[1].integer = 42;
  values[2].type = AKSIS_REAL;
  values[2].real = 0.5;
  values[3].type = AKSIS_BLOB;
  values[3].bytes.data = "\x00\xff";
  values[3].bytes.size = 2;
  add(t->to, "error_empty", sql->error(tx).size == 0);
  status = sql->execute(tx,
                        text("INSERT INTO frz_line (id, amount, share, raw) "
                             "VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING"),
                        values, 4, &changed);
  add(t->to, "execute", status == AKSIS_OK && changed == 1);
  add(t->to, "publish", events->publish(tx, text("frozen.done/1"), text("{\"id\":\"1\"}")) == 0);
  add(t->to, "enqueue",
      jobs->enqueue(tx, text("frozen.echo"), text("{\"id\":\"1\"}"), 0, text("once")) == AKSIS_OK);
  return AKSIS_OK;
}

static aksis_status row(void* user, const aksis_value* columns, size_t count) {
  transaction* t = (transaction*)user;
  t->rows += count == 5 && columns[0].type == AKSIS_TEXT && columns[0].bytes.size == 5 &&
             columns[1].type == AKSIS_INTEGER && columns[1].integer == 42 &&
             columns[2].type == AKSIS_REAL && columns[2].real == 0.5 &&
             columns[3].type == AKSIS_BLOB && columns[3].bytes.size == 2 &&
             memcmp(columns[3].bytes.data, "\x00\xff", 2) == 0 && columns[4].type == AKSIS_NULL;
  return AKSIS_OK;
}

static aksis_status read_body(aksis_tx* tx, void* user) {
  transaction* t = (transaction*)user;
  aksis_value wanted;
  memset(&wanted, 0, sizeof wanted);
  wanted.type = AKSIS_INTEGER;
  wanted.integer = 42;
  add(t->to, "query",
      sql->query(tx,
                 text("SELECT id, amount, share, raw, NULL FROM frz_line WHERE amount = $1 "
                      "ORDER BY id"),
                 &wanted, 1, row, t) == AKSIS_OK &&
          t->rows == 1);
  return AKSIS_OK;
}

static aksis_status broken_body(aksis_tx* tx, void* user) {
  transaction* t = (transaction*)user;
  const aksis_status status =
      sql->query(tx, text("SELECT nothing FROM frz_line"), NULL, 0, NULL, NULL);
  add(t->to, "error", status != AKSIS_OK && sql->error(tx).size > 0);
  return status;
}

static void exercise_sql(report* to) {
  transaction t;
  t.to = to;
  t.rows = 0;
  add(to, "write", sql->write(host, write_body, &t) == AKSIS_OK);
  add(to, "read", sql->read(host, read_body, &t) == AKSIS_OK);
  add(to, "read_fails", sql->read(host, broken_body, &t) != AKSIS_OK);
}

static void exercise_files(report* to, aksis_call* call) {
  collected out;
  char address[256];
  const char* found;
  out.size = 0;
  add(to, "bundled",
      files->bundled(host, text("module.json"), collect, &out) == AKSIS_OK &&
          strstr(out.text, "/module.json") != NULL);
  add(to, "bundled_refuses", files->bundled(host, text("../x"), collect, &out) != AKSIS_OK);
  collect(&out, routes->input(call));
  found = strstr(out.text, "http://");
  snprintf(address, sizeof address, "%.*s", found ? (int)strcspn(found, "\"") : 0,
           found ? found : "");
  add(to, "download", files->download(call, text(address), collect, &out) == AKSIS_OK);
  {
    FILE* file = fopen(out.text, "rb");
    char first[8] = {0};
    add(to, "downloaded", file && fread(first, 1, 5, file) == 5 && strcmp(first, "hello") == 0);
    if (file) fclose(file);
  }
  add(to, "download_refuses",
      files->download(call, text("http://127.0.0.1:2/"), collect, &out) == AKSIS_FORBIDDEN);
}

/* The member of the input, a text without escapes. */
static void member(aksis_call* call, const char* name, char* into, size_t size) {
  collected in;
  const char* found;
  collect(&in, routes->input(call));
  found = strstr(in.text, name);
  if (found) found += strlen(name);
  snprintf(into, size, "%.*s", found ? (int)strcspn(found, "\"") : 0, found ? found : "");
}

static aksis_status exercise(aksis_call* call, void* user) {
  report to;
  collected out;
  char person[64];
  (void)user;
  to.json[0] = '{';
  to.size = 1;
  log_1->write(host, AKSIS_LOG_INFO, text("exercising"), text("{\"step\":1}"));
  add(&to, "config",
      config->get(host, collect, &out) == AKSIS_OK && strstr(out.text, "\"limit\":7"));
  add(&to, "config_changed", changes == 1);
  add(&to, "input", contains(routes->input(call), "\"id\":\"x\""));
  add(&to, "language", contains(routes->language(call), "en"));
  add(&to, "expected_version", contains(routes->expected_version(call), "v0"));
  add(&to, "cancelled", routes->cancelled(call) == 0);
  routes->progress(call, 1, 2, text("half"));
  exercise_sql(&to);
  add(&to, "invoke",
      call_1->invoke(call, text("frozen.echo"), text("{\"id\":\"y\"}"), collect, &out) ==
              AKSIS_OK &&
          strstr(out.text, "\"y\""));
  exercise_files(&to, call);
  member(call, "\"person\":\"", person, sizeof person);
  exercise_people(&to, call, person);
  add(&to, "format",
      i18n->format(host, text("en"), text("greeting"), text("{\"name\":\"Ada\",\"count\":2}"),
                   collect, &out) == AKSIS_OK &&
          strcmp(out.text, "Hello Ada, 2 offers") == 0);
  add(&to, "respond", routes->respond(call, text("{}")) == AKSIS_OK);
  routes->version(call, text("v1"));
  to.json[to.size++] = '}';
  return routes->respond(call, (aksis_str){to.json, to.size});
}

static aksis_status echo(aksis_call* call, void* user) {
  (void)user;
  return routes->respond(call, routes->input(call));
}

static aksis_status refuses(aksis_call* call, void* user) {
  (void)user;
  return routes->fail(call, AKSIS_CONFLICT, text("not today; try tomorrow"),
                      text("[{\"pointer\":\"/day\",\"message\":\"is a holiday\"}]"));
}

static aksis_status delivered(aksis_str event_json, void* user) {
  (void)user;
  deliveries += contains(event_json, "frozen.done/1");
  return AKSIS_OK;
}

static void changed(void* user) {
  ++*(int*)user;
}

static aksis_status start(const aksis_host* given) {
  aksis_status status;
  host = given;
  log_1 = (const aksis_log_1*)host->service(host, AKSIS_LOG_1);
  config = (const aksis_config_1*)host->service(host, AKSIS_CONFIG_1);
  sql = (const aksis_sql_1*)host->service(host, AKSIS_SQL_1);
  routes = (const aksis_routes_1*)host->service(host, AKSIS_ROUTES_1);
  call_1 = (const aksis_call_1*)host->service(host, AKSIS_CALL_1);
  events = (const aksis_events_1*)host->service(host, AKSIS_EVENTS_1);
  jobs = (const aksis_jobs_1*)host->service(host, AKSIS_JOBS_1);
  files = (const aksis_files_1*)host->service(host, AKSIS_FILES_1);
  i18n = (const aksis_i18n_1*)host->service(host, AKSIS_I18N_1);
  if (!log_1 || !config || !sql || !routes || !call_1 || !events || !jobs || !files || !i18n)
    return AKSIS_INTERNAL;
  if (host->service(host, "aksis.nothing/1")) return AKSIS_INTERNAL;
  status = start_people();
  if (!status) status = routes->bind(host, text("frozen.exercise"), exercise, NULL);
  if (!status) status = routes->bind(host, text("frozen.echo"), echo, NULL);
  if (!status) status = routes->bind(host, text("frozen.refuses"), refuses, NULL);
  if (!status) status = events->subscribe(host, text("frozen.done/1"), delivered, NULL);
  if (!status) status = config->on_change(host, changed, &changes);
  return status;
}

static void stop(void) {
  routes = NULL;
}

static const void* interface_of(const char* id) {
  return strcmp(id, "frozen.deliveries/1") == 0 ? &deliveries : NULL;
}

AKSIS_EXPORT const aksis_module* aksis_module_entry_v1(void);
AKSIS_EXPORT const aksis_module* aksis_module_entry_v1(void) {
  static const aksis_module table = {
      sizeof(aksis_module), AKSIS_ABI_MAJOR, AKSIS_ABI_MINOR, "frozen", "1.0.0", start, stop,
      interface_of};
  return &table;
}
