# aksis_add_folder(NAME LINKS …): one static library for the folder it is called in.
# Its headers are reached as "NAME/header.hpp" only by targets that link it: each folder has an
# include root of its own (a symbolic link in the build tree), so a wrong include fails to build.
function(aksis_add_folder name)
  cmake_parse_arguments(ARG "" "" "LINKS;PRIVATE_LINKS;SOURCES" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB_RECURSE ARG_SOURCES CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR} *.cpp)
    list(REMOVE_ITEM ARG_SOURCES main.cpp)
  endif()
  set(root ${CMAKE_BINARY_DIR}/include_roots/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)
  add_library(aksis_${name} STATIC ${ARG_SOURCES})
  target_include_directories(aksis_${name} PUBLIC ${root})
  target_link_libraries(aksis_${name} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
endfunction()

# aksis_add_unit_tests(NAME LINKS …): the Catch2 tests of the folder it is called in.
function(aksis_add_unit_tests name)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *_test.cpp)
  add_executable(unit_${name} ${sources})
  target_link_libraries(unit_${name} PRIVATE aksis_catch_main ${ARG_LINKS})
  target_compile_definitions(unit_${name} PRIVATE
    AKSIS_DATA_DIR="${AKSIS_DATA_DIR}" AKSIS_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  catch_discover_tests(unit_${name} TEST_PREFIX "${name}: " DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT 120 LABELS unit)
endfunction()
