package main

import (
	"os"
	"path/filepath"
)

// findSdkScript finds a script of @pulumi/pulumi the way Node.js resolves it from a folder: node_modules of the folder
// and of every folder above it, first as written and then with links followed, then NODE_PATH. "" where there is none.
func findSdkScript(from string, script string) string {
	for _, folder := range searchFolders(from) {
		path := filepath.Join(folder, "@pulumi", "pulumi", "cmd", script)
		if _, err := os.Stat(filepath.Join(path, "index.js")); err == nil {
			return path
		}
	}
	return ""
}

func searchFolders(from string) []string {
	folders := modulesAbove(from)
	if real, err := filepath.EvalSymlinks(from); err == nil && real != from {
		folders = append(folders, modulesAbove(real)...)
	}
	return append(folders, filepath.SplitList(os.Getenv("NODE_PATH"))...)
}

func modulesAbove(folder string) []string {
	folders := []string{}
	for {
		folders = append(folders, filepath.Join(folder, "node_modules"))
		parent := filepath.Dir(folder)
		if parent == folder {
			return folders
		}
		folder = parent
	}
}
