# `cpack -G DEB` in the build folder makes a Debian package of what is installed.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME rebisect)
set(CPACK_PACKAGE_VENDOR "rebisect")
set(CPACK_PACKAGE_CONTACT "${REBISECT_MAINTAINER}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "audit published git bisections")
set(CPACK_PACKAGE_DESCRIPTION
  "A published bisection says which commit is the first bad one. rebisect\n\
replays its verdicts on the repository as the git of that day would have\n\
gone, says whether that commit follows from them, how probable it and\n\
others are, and which test would settle it. It reads the logs of syzbot\n\
and of git bisect.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
  WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS git)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS bash-completion)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# Debian wants a changelog of the package. The time is SOURCE_DATE_EPOCH, where that is set.
string(TIMESTAMP REBISECT_PACKAGE_DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
configure_file(packaging/changelog.in ${PROJECT_BINARY_DIR}/package/changelog @ONLY)
execute_process(COMMAND ${REBISECT_GZIP} -9nfk ${PROJECT_BINARY_DIR}/package/changelog COMMAND_ERROR_IS_FATAL ANY)
install(FILES ${PROJECT_BINARY_DIR}/package/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
include(CPack)
