# aksis_add_module(ID SOURCES … [LINKS …]): a module as a shared library that exports one symbol,
# and its bundle (module.json, migrations/, schemas/, i18n/, ui/) beside it in
# ${CMAKE_BINARY_DIR}/modules/ID. Used by the modules of this tree and, through
# find_package(Aksis), by any other.
function(aksis_add_module id)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  set(target aksis_module_${id})
  set(bundle ${CMAKE_BINARY_DIR}/modules/${id})
  add_library(${target} MODULE ${ARG_SOURCES})
  target_compile_features(${target} PRIVATE cxx_std_20)
  target_link_libraries(${target} PRIVATE ${ARG_LINKS} Aksis::sdk)
  set_target_properties(${target} PROPERTIES
    OUTPUT_NAME aksis_${id} LIBRARY_OUTPUT_DIRECTORY ${bundle}
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
      install(DIRECTORY ${source} DESTINATION lib/aksis/modules/${id})
    elseif(EXISTS ${source})
      add_custom_command(TARGET ${target}_bundle POST_BUILD
        COMMAND ${CMAKE_COMMAND} -E make_directory ${bundle}
        COMMAND ${CMAKE_COMMAND} -E copy_if_different ${source} ${bundle}/${part})
      install(FILES ${source} DESTINATION lib/aksis/modules/${id})
    endif()
  endforeach()
  install(TARGETS ${target} LIBRARY DESTINATION lib/aksis/modules/${id})
endfunction()
