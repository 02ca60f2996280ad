# Language level, warnings, sanitizers, ccache and linker: the same for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
# Debug keeps asserts but optimises a little: the whole suite must fit CI's time on two cores.
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1")
set(CMAKE_C_FLAGS_DEBUG "-O1 -g1")
# Release keeps asserts too: a broken invariant must stop the process, not corrupt a dossier.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")

set(AKSIS_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")
option(AKSIS_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
option(AKSIS_WERROR "Treat warnings as errors" ON)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # RapidJSON 1.1 compares iterators in a way C++20 reads twice.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-ambiguous-reversed-operator>)
endif()
if(AKSIS_WERROR)
  add_compile_options(-Werror)
endif()
if(AKSIS_SANITIZE)
  # g++ 12 takes its own instrumentation of the standard library for uses of unset variables.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  add_compile_options(-fsanitize=${AKSIS_SANITIZE} -fno-omit-frame-pointer)
  # A finding ends the test. Adding to a null pointer is what RapidJSON's empty stack does.
  add_compile_options(-fno-sanitize-recover=all)
  if(AKSIS_SANITIZE MATCHES "undefined")
    add_compile_options(-fno-sanitize=pointer-overflow)
  endif()
  add_link_options(-fsanitize=${AKSIS_SANITIZE})
endif()
if(AKSIS_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
# Paths in messages and debug data are relative: two checkouts of one revision build the same bytes.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(AKSIS_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${AKSIS_LAUNCHER})
  set(CMAKE_C_COMPILER_LAUNCHER ${AKSIS_LAUNCHER})
endif()
find_program(MOLD mold)
if(MOLD AND NOT AKSIS_SANITIZE)
  add_link_options(-fuse-ld=mold)
endif()
