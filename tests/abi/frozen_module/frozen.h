/* What the two sources of the frozen module share. */
#ifndef FROZEN_H
#define FROZEN_H

#include <aksis/aksis.h>

extern const aksis_host* host;
extern const aksis_sql_1* sql;

/* Which functions did what they promise, as a JSON object under way. */
typedef struct report {
  char json[4096];
  size_t size;
} report;
void add(report* to, const char* name, int done);

typedef struct collected {
  char text[1024];
  size_t size;
} collected;
void collect(void* user, aksis_str given);

aksis_str text(const char* literal);

/* protected.c */
aksis_status start_people(void);
void exercise_people(report* to, aksis_call* call, const char* person);

#endif
