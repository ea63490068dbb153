# What `cmake --install` puts where. The pages are written by the program itself when it has been built, see
# adapters/CMakeLists.txt; the links beside them are for `git rebisect`.
include(GNUInstallDirs)

# What is installed is the program alone: it must not take a build of all tests.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

set(pages ${PROJECT_BINARY_DIR}/pages)
install(TARGETS rebisect RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${pages}/git-rebisect DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${pages}/rebisect.1.gz ${pages}/git-rebisect.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${pages}/completion/rebisect ${pages}/completion/git-rebisect
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md" PATTERN "*.json" PATTERN "*.svg")
install(FILES config/defaults.yaml config/reliability.yaml scenarios/demo/bisect.txt
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
