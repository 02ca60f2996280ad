# aksis_add_module(ID SOURCES … [LINKS …] [FOLDER folder]): a module as a shared library that
# exports one symbol, and its bundle (module.json, migrations/, schemas/, i18n/, ui/) beside it in
# FOLDER/ID (default ${CMAKE_BINARY_DIR}/modules/ID), installed to lib/aksis/modules/ID. With a
# FOLDER it is not installed: a module for tests. Used by the modules of this tree and, through
# find_package(Aksis), by any other.
function(aksis_add_module id)
  cmake_parse_arguments(ARG "" "FOLDER" "SOURCES;LINKS" ${ARGN})
  set(target aksis_module_${id})
  set(bundle ${CMAKE_BINARY_DIR}/modules/${id})
  if(ARG_FOLDER)
    set(bundle ${ARG_FOLDER}/${id})
  endif()
  add_library(${target} MODULE ${ARG_SOURCES})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_link_libraries(${target} PRIVATE ${ARG_LINKS} Aksis::sdk)
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME aksis_${id} LIBRARY_OUTPUT_DIRECTORY ${bundle} POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  set(script ${CMAKE_CURRENT_BINARY_DIR}/${target}.version)
  file(WRITE ${script} "{ global: aksis_module_entry_v1; local: *; };\n")
  target_link_options(${target} PRIVATE -Wl,--version-script=${script})
  if(NOT AKSIS_SANITIZE)
    target_link_options(${target} PRIVATE -Wl,-z,defs)
  endif()
  # Copied at each build, so that an edited schema or migration is served without configuring anew.
  add_custom_target(${target}_bundle ALL COMMENT "Bundle of ${id}")
  foreach(part module.json migrations schemas i18n ui)
    set(source ${CMAKE_CURRENT_SOURCE_DIR}/${part})
    if(IS_DIRECTORY ${source})
      add_custom_command(TARGET ${target}_bundle POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E rm -rf ${bundle}/${part}
        COMMAND ${CMAKE_COMMAND} -E copy_directory ${source} ${bundle}/${part})
    elseif(EXISTS ${source})
      add_custom_command(TARGET ${target}_bundle POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E make_directory ${bundle}
        COMMAND ${CMAKE_COMMAND} -E copy_if_different ${source} ${bundle}/${part})
    endif()
    if(NOT ARG_FOLDER AND IS_DIRECTORY ${source})
      install(DIRECTORY ${source} DESTINATION lib/aksis/modules/${id})
    elseif(NOT ARG_FOLDER AND EXISTS ${source})
      install(FILES ${source} DESTINATION lib/aksis/modules/${id})
    endif()
  endforeach()
  if(NOT ARG_FOLDER)
    install(TARGETS ${target} LIBRARY DESTINATION lib/aksis/modules/${id})
  endif()
  add_dependencies(${target} ${target}_bundle)
endfunction()

# aksis_add_scenario(ID FILE): a test that serves the module of this build with the installed aksis,
# on a fresh data folder, and holds its answers against FILE. For modules outside this tree.
function(aksis_add_scenario id file)
  get_filename_component(name ${file} NAME_WE)
  if(NOT EXISTS ${AKSIS_PROGRAM} OR NOT EXISTS ${AKSIS_SCENARIO})
    message(STATUS "no program aksis is installed in the package: ${file} is not tested")
    return()
  endif()
  add_test(NAME ${id}_${name} COMMAND ${AKSIS_SCENARIO} ${AKSIS_PROGRAM}
    ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  set_tests_properties(${id}_${name} PROPERTIES TIMEOUT 120
    ENVIRONMENT "AKSIS_MODULES__FOLDERS=[\"${CMAKE_BINARY_DIR}/modules\"]")
endfunction()
